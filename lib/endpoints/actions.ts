"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import { endpointsFormSchema, type EndpointsFormInput } from "../tasks/schema";
import * as probe from "../tasks/probe";
import { accountName, enteredPassword } from "./schema";
import type { AccountStatement, ConnectionTest } from "./view";

const idSchema = z.string().min(1).max(64);
const sideSchema = z.enum(["source", "destination"]);

/** The ladder with what is typed in one panel; the other panel may be empty. A failing connection is an answer with `ok: false`, not an error. */
export async function testConnection(input: {
  taskId: string;
  side: "source" | "destination";
  form: Pick<EndpointsFormInput, "sourcePassword" | "destinationPassword"> & { source?: unknown; destination?: unknown };
}): Promise<Result<ConnectionTest>> {
  return answer("test-connection", async () => {
    const id = parse(idSchema, input.taskId);
    const side = parse(sideSchema, input.side);
    const endpoint = parse(endpointsFormSchema.shape[side], input.form[side], side);
    const field = `${side}Password` as const;
    return probe.probeEntered(id, side, endpoint, parse(enteredPassword, input.form[field] ?? "", field));
  });
}

/** SQL of the drawer "Create this account", with the runner's addresses as host part. `endpoint` is what the panel holds; half-filled, the server is not asked for its version. */
export async function accountStatement(input: { taskId: string; side: "source" | "destination"; account: string; endpoint?: unknown }): Promise<Result<AccountStatement>> {
  return answer("account-statement", () => {
    const side = parse(sideSchema, input.side);
    const endpoint = endpointsFormSchema.shape[side].safeParse(input.endpoint);
    return probe.accountStatement(parse(idSchema, input.taskId), side, parse(accountName, input.account, "account"), endpoint.success ? endpoint.data : null);
  });
}
