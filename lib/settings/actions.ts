"use server";

import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import * as mutations from "./mutations";
import { type ConsoleSettings, type ConsoleSettingsInput, consoleSettingsSchema } from "./schema";

/** Changes the given settings and leaves the others. */
export async function saveSettings(input: Partial<ConsoleSettingsInput>): Promise<Result<ConsoleSettings>> {
  return answer("save-settings", (user) => mutations.saveSettings(input, user.username, (merged) => parse(consoleSettingsSchema, merged)));
}
