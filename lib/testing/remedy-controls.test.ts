import { describe, expect, it } from "vitest";
import { controlsNamedIn, labelOf, namedControls, remedies, unexplainedVerbs, unknownNames, type ControlName } from "./remedy-controls";

const all = remedies();
const errors = all.filter(({ id }) => id.startsWith("error:"));

describe("the remedies of errors and checks", () => {
  it("name only controls that the console has", () => {
    expect(all.flatMap((remedy) => unknownNames(remedy).map((name) => `${remedy.id}: ${name}`))).toEqual([]);
  });

  it("take the verb of a button only where they mean it", () => {
    expect(errors.flatMap((remedy) => unexplainedVerbs(remedy).map((verb) => `${remedy.id}: ${verb}`))).toEqual([]);
  });

  it("name the same controls in both languages", () => {
    const differing = all.filter(({ text }) => controlsNamedIn(text.en, "en").join() !== controlsNamedIn(text["zh-CN"], "zh-CN").join());
    expect(differing.map(({ id, text }) => `${id}: ${controlsNamedIn(text.en, "en").join()} | ${controlsNamedIn(text["zh-CN"], "zh-CN").join()}`)).toEqual([]);
  });

  it("call a control by the name that it has", () => {
    const wrong = (Object.keys(namedControls) as ControlName[]).filter((name) => {
      const { says } = namedControls[name];
      // Verbs stand as the sentence takes them.
      if (!says["zh-CN"].source.startsWith("“")) return false;
      return !says["zh-CN"].test(`“${labelOf(name, "zh-CN")}”`) || !says.en.source.includes(labelOf(name, "en"));
    });
    expect(wrong).toEqual([]);
  });

  it("are looked at in the browser for every control of the table", () => {
    const named = new Set(all.flatMap(({ text }) => controlsNamedIn(text.en, "en")));
    expect((Object.keys(namedControls) as ControlName[]).filter((name) => !named.has(name))).toEqual([]);
  });

  it.each([
    ["a name in English", { en: "Choose Merge and go on.", "zh-CN": "" }, ["Merge"]],
    ["a name in Chinese", { en: "", "zh-CN": "请选择“合并”。" }, ["合并"]],
  ])("are refused with a control that is nowhere: %s", (_what, text, names) => {
    expect(unknownNames({ id: "error:new", text })).toEqual(names);
  });
});
