"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { once } from "../../operations/mutations";
import { createInstanceSchema, type CreateInstanceInput } from "../schema";
import { importTaskFile as importFile, type ImportAnswer } from "./import";
import { createSimilar as similar } from "./similar";

const requestIdSchema = z.string().min(8).max(64);

/** Endpoints, objects and settings of another task; `reverse`: with source and destination in each other's place. */
export async function createSimilar(input: { requestId: string; from: string; reverse: boolean; instance: CreateInstanceInput }): Promise<Result<{ ids: string[] }>> {
  return answer("create-similar", async (user) => {
    const from = parse(z.string().min(1).max(64), input.from, "from");
    const reverse = parse(z.boolean(), input.reverse, "reverse");
    const instance = parse(createInstanceSchema, input.instance);
    return { ids: await once(parse(requestIdSchema, input.requestId, "requestId"), user.username, "create-similar", () => similar(from, reverse, instance, user.username)) };
  });
}

/** A task file of the command line. Faults of the file are an answer with their lines. */
export async function importTaskFile(input: { requestId: string; text: string; instance: CreateInstanceInput }): Promise<Result<ImportAnswer>> {
  return answer("import-task", async (user) => {
    const text = parse(z.string().min(1, "Paste the file or choose it.").max(4_000_000, "A task file has at most 4 MB."), input.text, "text");
    const instance = parse(createInstanceSchema, input.instance);
    return once(parse(requestIdSchema, input.requestId, "requestId"), user.username, "import-task", () => importFile(text, instance, user.username));
  });
}
