"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { once } from "../operations/mutations";
import { openKeys } from "./data";
import * as mutations from "./mutations";
import { differingRow, keysAsCsv, repairScript } from "./rows";
import { verificationSchema } from "./schema";
import type { KeptKey } from "./view";

const idSchema = z.string().min(1).max(64);
const numberSchema = z.number().int().positive();
const tableSchema = z.string().transform((text) => ({ database: text.slice(0, text.indexOf(".")), table: text.slice(text.indexOf(".") + 1) }));

export async function requestVerification(input: { id: string; requestId: string; settings: z.input<typeof verificationSchema> }): Promise<Result<{ number: number }>> {
  return answer("verify-task", async (user) => {
    const id = parse(idSchema, input.id);
    const requestId = parse(idSchema, input.requestId, "requestId");
    const settings = parse(verificationSchema, input.settings);
    return { number: await once(requestId, user.username, "verify-task", () => mutations.requestVerification(id, settings, user.username, requestId)) };
  });
}

export async function cancelVerification(input: { id: string; number: number }): Promise<Result<null>> {
  return answer("cancel-verification", async (user) => {
    await mutations.cancelVerification(parse(idSchema, input.id), parse(numberSchema, input.number), user.username);
    return null;
  });
}

/** Keys are values of rows: an action, so that only those who may operate see them. `table`: `database.table` of the source. */
export async function listKeys(input: { id: string; number: number; table: string }): Promise<Result<{ keys: KeptKey[]; csv: string }>> {
  return answer("show-differences", async () => {
    const name = parse(tableSchema, input.table);
    const keys = await openKeys(parse(idSchema, input.id), parse(numberSchema, input.number), name);
    return { keys, csv: keysAsCsv(name, keys) };
  });
}

export interface ShownRow {
  readonly columns: readonly { readonly name: string; readonly source: string | null; readonly destination: string | null; readonly differs: boolean }[];
  readonly repair: string | null;
}

export async function showRow(input: { id: string; number: number; table: string; at: number }): Promise<Result<ShownRow>> {
  return answer("show-differences", () =>
    differingRow(parse(idSchema, input.id), parse(numberSchema, input.number), parse(tableSchema, input.table), parse(z.number().int().min(0).max(10_000), input.at)),
  );
}

export async function repairSql(input: { id: string; number: number; table: string }): Promise<Result<{ sql: string; statements: number }>> {
  return answer("show-repair-statements", () => repairScript(parse(idSchema, input.id), parse(numberSchema, input.number), parse(tableSchema, input.table)));
}
