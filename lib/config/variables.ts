/** The environment as it is, for `${NAME}` in a task file. Everything that the product itself understands is in `env.ts`. */
export function environmentVariables(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
