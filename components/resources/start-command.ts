/** Starts a runner beside the console: for tasks of this region, else for those that no other runner serves. In the folder of the installation. */
export function startCommand(regionId?: string): string {
  return regionId === undefined ? "npm start" : `TRIBUTARY_RUNNER_REGION=${regionId} node dist/runner.js`;
}
