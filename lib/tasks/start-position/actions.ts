"use server";

import { z } from "zod";
import { answer } from "../../http/action";
import { parse } from "../../http/parse";
import type { Result } from "../../http/result";
import { taskConnection } from "../connection";
import { findPosition } from "./find";
import type { FoundPosition } from "./view";

/** A person waits while the log is read. */
const timeoutMs = 60_000;

/** Where in the source's binary log the moment lies. Changes nothing. */
export async function findStartPosition(input: { id: string; at: string }): Promise<Result<FoundPosition>> {
  return answer("find-start-position", async () => {
    const id = parse(z.string().min(1).max(64), input.id);
    const at = parse(z.iso.datetime({ offset: true }), input.at, "at");
    return findPosition(await taskConnection(id, "source"), Date.parse(at), AbortSignal.timeout(timeoutMs));
  });
}
