/** How busy both servers of a task are, for a person who chooses a time. Plain JSON, browser-safe, types only. */
import type { LoadFigures } from "../../precheck/load-figures";

export type SideLoad = { readonly ok: true; readonly figures: LoadFigures; readonly busy: boolean } | { readonly ok: false; readonly message: string };

export interface TaskLoad {
  readonly atMs: number;
  readonly source: SideLoad;
  readonly destination: SideLoad;
}
