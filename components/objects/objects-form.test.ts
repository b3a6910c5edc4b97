import { describe, expect, it } from "vitest";
import { objectsSliceSchema } from "@/lib/tasks/schema";
import { emptyForm, formErrors, readForm, toInput, type ObjectsForm } from "./objects-form";
import { addTables, chooseKinds, editTable, nothing, setWhole } from "./selection";

const filled: ObjectsForm = {
  ...emptyForm,
  selection: addTables(nothing, "shop", ["orders"]),
  onlineDdl: "gh-ost",
  full: { queriesPerSecond: 40, rowsPerSecond: 500, megabytesPerSecond: 1.5 },
  heartbeat: true,
  heartbeatSeconds: 30,
  chunkRows: 20_000,
  retryMinutes: 60,
};

describe("form of the objects step", () => {
  it("starts with the defaults when nothing, or nonsense, was kept", () => {
    expect(readForm(null)).toEqual(emptyForm);
    expect(readForm({ selection: "all" })).toEqual(emptyForm);
  });

  it("comes back from a saved step as it was", () => {
    expect(formErrors(filled)).toEqual({});
    expect(readForm(JSON.parse(JSON.stringify(objectsSliceSchema.parse(toInput(filled)))))).toEqual(filled);
  });

  it("keeps what databases and tables choose by themselves, and takes a draft of the time when schema changes were all or none", () => {
    const chosen: ObjectsForm = { ...filled, ddl: ["alter-table"], selection: editTable(chooseKinds(filled.selection, "shop", { dml: ["update", "insert"] }), "shop", "orders", { ddl: [] }) };
    expect(toInput(chosen).objects).toEqual([{ database: "shop", dml: ["insert", "update"], tables: [{ name: "orders", ddl: [] }] }]);
    expect(readForm(JSON.parse(JSON.stringify(objectsSliceSchema.parse(toInput(chosen)))))).toEqual(chosen);
    expect(readForm({ ...JSON.parse(JSON.stringify(filled)), ddl: false })).toEqual({ ...filled, ddl: [] });
  });

  it("comes back from a draft half-filled, with the tables remembered under a whole database", () => {
    const half = { ...filled, selection: setWhole(filled.selection, "shop", true), retryMinutes: null };
    expect(readForm(JSON.parse(JSON.stringify(half)))).toEqual(half);
  });

  it("asks for objects, for the acceptance of Ignore and for times that fit each other", () => {
    expect(formErrors(emptyForm)).toEqual({ objects: "Select at least one database or table." });
    expect(Object.keys(formErrors({ ...filled, existingTables: "ignore" }))).toEqual(["ignoreAccepted"]);
    expect(Object.keys(formErrors({ ...filled, otherRetryMinutes: 60 }))).toEqual(["otherRetryMinutes"]);
    expect(Object.keys(formErrors({ ...filled, retryMinutes: null }))).toContain("retryMinutes");
  });
});
