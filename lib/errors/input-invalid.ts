import { AppError } from "./app-error";

/** `input-invalid` that knows which fields: dotted path ("source.port") → what is wrong with it. */
export class InputInvalid extends AppError {
  constructor(readonly fields: Readonly<Record<string, string>>) {
    super("input-invalid", { context: { fields: Object.keys(fields).join(", ") } });
  }
}
