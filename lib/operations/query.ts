import { z } from "zod";
import { type OperationQuery, operationResults, operationSources } from "./list-query";

const list = z
  .string()
  .optional()
  .transform((text) => (text ?? "").split(",").filter((part) => part !== ""));
const word = z.string().trim().min(1).max(200).optional().catch(undefined);
const moment = z.coerce.number().int().positive().max(8.64e15).optional().catch(undefined);
const known = <const Values extends readonly string[]>(values: Values) => list.transform((parts) => values.filter((value): value is Values[number] => parts.includes(value)));

const operationQuerySchema = z.object({
  taskId: word,
  q: word,
  actor: word,
  action: list,
  source: known(operationSources),
  result: known(operationResults),
  from: moment,
  to: moment,
  before: moment,
  limit: z.coerce.number().int().min(1).max(200).catch(50),
});

/** What stands in an address; what makes no sense there is left out. */
export function parseOperationQuery(raw: Readonly<Record<string, string | string[] | undefined>>): OperationQuery {
  return operationQuerySchema.parse(Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value])));
}
