"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { once } from "../../operations/mutations";
import { identifierSchema, selectedObjectsSchema } from "../schema";
import * as mutations from "./mutations";
import { reasonSchema } from "../reason";

const idSchema = z.string().min(1).max(64);
const requestIdSchema = z.string().min(8).max(64);
const numberSchema = z.number().int().positive();
const tableSchema = z.object({ database: identifierSchema, table: identifierSchema });

interface Asked {
  id: string;
  requestId: string;
}

async function act(name: string, input: Asked, work: (request: mutations.ModificationRequest) => Promise<void>): Promise<Result<null>> {
  return answer(name, async (user) => {
    const id = parse(idSchema, input.id);
    const requestId = parse(requestIdSchema, input.requestId, "requestId");
    await once(requestId, user.username, name, async () => {
      await work({ id, requestId, actor: user.username });
      return null;
    });
    return null;
  });
}

/** What is to be carried from now on; answers the proposal's number. */
export async function proposeModification(input: { id: string; version: number; objects: unknown }): Promise<Result<{ number: number }>> {
  return answer("propose-modification", async (user) => ({
    number: await mutations.proposeModification({ id: parse(idSchema, input.id), version: parse(numberSchema, input.version, "version"), objects: parse(selectedObjectsSchema, input.objects, "objects"), actor: user.username }),
  }));
}

/** Answers `checking` where the checks were too old and run again instead. */
export async function confirmModification(input: Asked & { number: number; acceptWarnings?: boolean; confirmName?: string }): Promise<Result<"confirmed" | "checking">> {
  return answer("modify-objects", async (user) => {
    const id = parse(idSchema, input.id);
    const requestId = parse(requestIdSchema, input.requestId, "requestId");
    const number = parse(numberSchema, input.number, "number");
    return once(requestId, user.username, "modify-objects", () => mutations.confirmModification({ id, requestId, actor: user.username, number, acceptWarnings: input.acceptWarnings === true, confirmName: input.confirmName }));
  });
}

export async function recheckModification(input: Asked & { number: number; only: string[] }): Promise<Result<null>> {
  return act("run-precheck", input, (request) => mutations.recheckModification({ ...request, number: parse(numberSchema, input.number, "number"), only: parse(z.array(z.string().max(64)).min(1).max(200), input.only, "only") }));
}

export async function cancelModification(input: Asked & { number: number }): Promise<Result<null>> {
  return act("cancel-modification", input, (request) => mutations.cancelModification({ ...request, number: parse(numberSchema, input.number, "number") }));
}

export async function retryModification(input: Asked & { number: number }): Promise<Result<null>> {
  return act("retry-modification", input, (request) => mutations.retryModification({ ...request, number: parse(numberSchema, input.number, "number") }));
}

export async function reloadTable(input: Asked & { table: { database: string; table: string }; confirmName: string }): Promise<Result<null>> {
  return act("reload-table", input, (request) => mutations.reloadTable({ ...request, table: parse(tableSchema, input.table, "table"), confirmName: input.confirmName }));
}

export async function setTableAside(input: Asked & { table: { database: string; table: string }; confirmName: string; reason: string }): Promise<Result<null>> {
  return act("set-table-aside", input, (request) => mutations.setTableAside({ ...request, table: parse(tableSchema, input.table, "table"), confirmName: input.confirmName, reason: parse(reasonSchema, input.reason, "reason") }));
}
