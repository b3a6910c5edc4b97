import type { taskSorts } from "@/lib/tasks/list-query";

type Sort = (typeof taskSorts)[number];

/**
 * Columns leave in order of their worth when the table (not the window: the rail may be open) gets narrow. At 1440 pixels with the rail open, and at 1280 with it
 * closed, the table has 1176: all of them are there.
 */
export const hiddenBelow = {
  attention: "@max-[900px]:hidden",
  progress: "@max-[780px]:hidden",
  throughput: "@max-[1060px]:hidden",
  endpoints: "@max-[980px]:hidden",
  class: "@max-[1160px]:hidden",
  created: "@max-[1160px]:hidden",
} as const;

/** Where all columns have to fit into few pixels they stand closer together. */
export const tightCell = "@max-[1400px]:px-1.5";
/** A column of one small control. */
export const controlCell = "w-8 pr-0 pl-2 @max-[1400px]:w-7 @max-[1400px]:px-0 @max-[1400px]:pl-1";
/** The head of a column: it may take two lines; the button of one that sorts has a padding of its own. */
export const tightHead = "break-keep @max-[1400px]:px-0 @max-[1400px]:whitespace-normal @max-[1400px]:[&_button]:h-auto @max-[1400px]:[&_button]:min-h-7 @max-[1400px]:[&_button]:text-left";

export const columns: readonly {
  key: "task" | "status" | "attention" | "lag" | "progress" | "throughput" | "endpoints" | "class" | "created";
  sort?: Sort;
  hidden?: string;
}[] = [
  { key: "task", sort: "name" },
  { key: "status", sort: "status" },
  { key: "attention", sort: "attention", hidden: hiddenBelow.attention },
  { key: "lag", sort: "lag" },
  { key: "progress", sort: "progress", hidden: hiddenBelow.progress },
  { key: "throughput", sort: "rps", hidden: hiddenBelow.throughput },
  { key: "endpoints", hidden: hiddenBelow.endpoints },
  { key: "class", sort: "class", hidden: hiddenBelow.class },
  { key: "created", sort: "created", hidden: hiddenBelow.created },
];
