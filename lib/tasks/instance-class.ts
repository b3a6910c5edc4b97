/** What an instance class reserves. Apart from the schemas: pages that show it need no validation. */
export const instanceClasses = {
  micro: { rowsPerSecond: 200, appliers: 1, loaders: 1 },
  small: { rowsPerSecond: 2_000, appliers: 2, loaders: 2 },
  medium: { rowsPerSecond: 5_000, appliers: 4, loaders: 4 },
  large: { rowsPerSecond: null, appliers: 4, loaders: 4 },
} as const satisfies Record<string, { rowsPerSecond: number | null; appliers: number; loaders: number }>;
export type InstanceClass = keyof typeof instanceClasses;
export const instanceClassNames = Object.keys(instanceClasses) as [InstanceClass, ...InstanceClass[]];
