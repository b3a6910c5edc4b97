import { AppError } from "../../errors/app-error";
import { placeOf } from "../../endpoints/data";
import { getTaskRow } from "../data";
import { taskRecord } from "../record";
import { writeTaskFile } from "./write-task-file";

/** The task as a file for the command line. Throws `not-found`, and `transition-refused` when the configuration is not complete. */
export async function taskFileText(id: string): Promise<string> {
  const row = await getTaskRow(id);
  const { endpoints, objects, initialization, instanceClass, status } = taskRecord(row);
  if (endpoints === null || objects === null || initialization === null) throw new AppError("transition-refused", { context: { status, action: "export-configuration" } });
  const [source, destination] = await Promise.all([placeOf(endpoints.source), placeOf(endpoints.destination)]);
  return writeTaskFile({ id, name: row.name, instanceClass, endpoints, objects, initialization, source, destination });
}
