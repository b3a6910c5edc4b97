"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { RegionView } from "@/lib/resources/view";
import { importTaskFile } from "@/lib/tasks/configuration/actions";
import type { InstanceClass } from "@/lib/tasks/instance-class";
import type { TaskFileFault } from "@/lib/tasks/task-file";
import { ClassPicker } from "../create/class-picker";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Field, FieldGroup } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { showToast } from "../ui/toast";

/** A task file as text or from disk; its faults with their lines; then the wizard where something is left to enter. */
export function ImportForm({ regions }: { regions: readonly RegionView[] }) {
  const t = useTranslations("configuration.import");
  const tCreate = useTranslations("create");
  const router = useRouter();
  const chooser = useRef<HTMLInputElement>(null);
  const first = regions[0]?.id ?? "";
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [source, setSource] = useState(first);
  const [destination, setDestination] = useState(first);
  const [instanceClass, setInstanceClass] = useState<InstanceClass>("small");
  const [pending, setPending] = useState(false);
  const [faults, setFaults] = useState<readonly TaskFileFault[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const regionOptions = regions.map((region) => ({ value: region.id, label: region.name, detail: region.id }));

  const submit = async () => {
    setPending(true);
    setFaults([]);
    setProblem(null);
    const instance = { sourceRegionId: source, destinationRegionId: destination, instanceClass, ...(name.trim() ? { name: name.trim() } : {}) };
    const result = await importTaskFile({ requestId: newRequestId(), text, instance }).catch(() => null);
    setPending(false);
    if (result === null) return setProblem(t("notSaved"));
    if (!result.ok) return setProblem(`${Object.values(result.error.fields ?? {})[0] ?? result.error.message} ${result.error.remedy}`);
    if (!result.data.ok) return setFaults(result.data.faults);
    showToast({ tone: "ok", title: t("done", { name: result.data.name }) });
    router.push(`/sync/${result.data.id}/configure/endpoints`);
  };

  return (
    <form
      noValidate
      className="flex max-w-4xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      {faults.length > 0 && (
        <Notice tone="bad" role="alert" title={t("faults", { count: faults.length })}>
          <ul className="flex flex-col gap-1">
            {faults.map((fault) => (
              <li key={`${fault.line}:${fault.column}:${fault.message}`}>
                <span className="font-medium">{t("line", { line: fault.line })}</span> {fault.path && <code className="code">{fault.path}</code>} <span lang="en">{fault.message}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Card title={t("file")}>
        <div className="flex flex-col items-start gap-3">
          <Button onClick={() => chooser.current?.click()}>{t("choose")}</Button>
          <input
            ref={chooser}
            type="file"
            accept=".yaml,.yml,text/yaml,application/yaml,text/plain"
            className="hidden"
            aria-label={t("choose")}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file) void file.text().then(setText);
            }}
          />
          <Field label={t("text")} description={t("textHelp")} className="w-full">
            <Textarea rows={14} className="code w-full" spellCheck={false} value={text} onValueChange={(next) => setText(next)} />
          </Field>
        </div>
      </Card>
      <Card title={tCreate("sections.what")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={tCreate("sourceRegion")}>
            <Select options={regionOptions} value={source || null} placeholder={tCreate("chooseRegion")} onValueChange={setSource} />
          </Field>
          <Field label={tCreate("destinationRegion")}>
            <Select options={regionOptions} value={destination || null} placeholder={tCreate("chooseRegion")} onValueChange={setDestination} />
          </Field>
          <Field label={t("name")} description={t("nameHelp")} className="sm:col-span-2">
            <Input maxLength={128} autoComplete="off" value={name} onValueChange={(next) => setName(next)} />
          </Field>
          <FieldGroup label={tCreate("class")} className="sm:col-span-2">
            <ClassPicker label={tCreate("class")} value={instanceClass} onValueChange={setInstanceClass} />
          </FieldGroup>
        </div>
      </Card>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={pending} disabled={text.trim() === ""}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}
