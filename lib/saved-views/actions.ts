"use server";

import { z } from "zod";
import { answer } from "../http/action";
import { parse } from "../http/parse";
import type { Result } from "../http/result";
import * as mutations from "./mutations";
import { type SavedView, savedViewSchema } from "./schema";

export async function saveView(input: { name: string; query: string }): Promise<Result<SavedView>> {
  return answer("save-view", (user) => mutations.saveView(user.id, parse(savedViewSchema, input)));
}

export async function deleteView(input: { id: string }): Promise<Result<null>> {
  return answer("delete-view", async (user) => {
    await mutations.deleteView(user.id, parse(z.string().min(1).max(64), input.id));
    return null;
  });
}
