"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { once } from "../../operations/mutations";
import { assertNamed } from "../mutations";
import * as mutations from "./mutations";
import { ddlDecisionSchema, type DdlDecisionInput } from "./schema";

/** Skip, run something else, or take for done the schema change that the task stands at; the task goes on. Skipping is confirmed by the task's name. */
export async function decideDdl(input: { id: string; requestId: string; confirmName?: string; decision: DdlDecisionInput }): Promise<Result<null>> {
  return answer("decide-ddl", async (user) => {
    const id = parse(z.string().min(1).max(64), input.id);
    const requestId = parse(z.string().min(8).max(64), input.requestId, "requestId");
    const decision = parse(ddlDecisionSchema, input.decision);
    await once(requestId, user.username, "decide-ddl", async () => {
      if (decision.action === "skip") await assertNamed(id, input.confirmName ?? "");
      await mutations.decideDdl({ id, requestId, actor: user.username, decision });
      return null;
    });
    return null;
  });
}
