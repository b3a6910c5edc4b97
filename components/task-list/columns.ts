import type { taskSorts } from "@/lib/tasks/list-query";

type Sort = (typeof taskSorts)[number];

/** Columns leave in order of their worth when the table (not the window: the rail may be open) gets narrow. */
export const hiddenBelow = {
  attention: "@max-[900px]:hidden",
  progress: "@max-[780px]:hidden",
  throughput: "@max-[1120px]:hidden",
  endpoints: "@max-[1300px]:hidden",
  class: "@max-[1460px]:hidden",
  created: "@max-[1560px]:hidden",
} as const;

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
