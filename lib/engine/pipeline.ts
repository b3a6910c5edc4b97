import { AppError } from "../errors/app-error";
import type { EngineObserver, EngineOutcome, EnginePlan } from "./plan";

/** One attempt of a task. Ends with an outcome, or throws AppError; the caller decides by its disposition. */
export async function runPipeline(plan: EnginePlan, _observer: EngineObserver, signal: AbortSignal): Promise<EngineOutcome> {
  signal.throwIfAborted();
  throw new AppError("assertion-failed", { context: { taskId: plan.taskId } });
}
