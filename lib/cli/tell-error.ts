import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";

/** Code, cause and remedy of a failure for people, in a few lines. */
export function errorText(error: unknown): string {
  const known = error instanceof AppError ? error : new AppError("unknown", { cause: error });
  const { sentence, remedy } = errorCatalogue[known.code];
  const facts = [known.context["detail"], known.context["serverMessage"]].filter((fact) => typeof fact === "string" && fact !== "");
  const { change, position, statement, destinationStatement, transaction, table, database } = known.context;
  if (typeof change === "string") facts.push(`schema change ${change}${position === change ? "" : ` at ${String(position)}`}`, `statement: ${String(statement)}`, ...(typeof destinationStatement === "string" && destinationStatement !== statement ? [`at the destination: ${destinationStatement}`] : []));
  if (typeof transaction === "string") facts.push(`transaction ${transaction}${typeof table === "string" ? `, in table ${typeof database === "string" ? `${database}.` : ""}${table}` : ""}`);
  const stack = errorCatalogue[known.code].disposition === "bug" ? `\n${stackOf(known)}` : "";
  return `${sentence} [${known.code}]\n${facts.map((fact) => `  Cause:  ${String(fact)}\n`).join("")}  Remedy: ${remedy}${typeof change === "string" ? `\n  With:   --edit-ddl ${change} --statement … --reason …, --done-ddl or --skip-ddl` : ""}${typeof transaction === "string" ? `\n  Or:     --skip-transaction ${transaction} --reason … leaves it out and a known gap behind` : ""}${stack}`;
}

/** The same as data. */
export function errorObject(error: unknown): object {
  const known = error instanceof AppError ? error : new AppError("unknown", { cause: error });
  const { sentence, remedy, disposition } = errorCatalogue[known.code];
  return { code: known.code, sentence, remedy, disposition, context: known.context };
}

/** A bug report needs the place; no other failure shows one. */
function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
