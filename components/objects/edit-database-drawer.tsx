"use client";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ChangeKinds } from "@/lib/change-kinds/change-kinds";
import { bookkeepingDatabase, identifierSchema, systemDatabases } from "@/lib/tasks/schema";
import { Button } from "../ui/button";
import { Drawer } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Switch } from "../ui/switch";
import { keptRules, type RenameRule } from "./batch-rename";
import { ChangeKindsFields } from "./change-kinds-fields";
import { KeptRules } from "./kept-rules";
import { type Catalogue, chooseKinds, collisions, type DatabaseChoice, destinationDatabase, keepRules, renameDatabase, resetNames, type Selection, setWhole } from "./selection";

interface EditDatabaseDrawerProps {
  choice: DatabaseChoice;
  selection: Selection;
  catalogue: Catalogue;
  triggers: number;
  /** What the task carries where the database says nothing. */
  task: Required<ChangeKinds>;
  onClose: () => void;
  onSave: (selection: Selection) => void;
}

/** Name of a database in the destination, whether its later tables follow, and which of its changes. */
export function EditDatabaseDrawer({ choice, selection, catalogue, triggers, task, onClose, onSave }: EditDatabaseDrawerProps) {
  const t = useTranslations("objects");
  const tCommon = useTranslations("common");
  /** Its name as long as nobody gives it another. */
  const plain = destinationDatabase({ database: choice.database }, catalogue);
  const [as, setAs] = useState(choice.as ?? plain);
  const [whole, setWholeTyped] = useState(choice.whole);
  const [base, setBase] = useState(selection);
  const [kinds, setKinds] = useState<ChangeKinds>(() => ({ ...(choice.dml && { dml: choice.dml }), ...(choice.ddl && { ddl: choice.ddl }) }));
  const [rules, setRules] = useState<readonly RenameRule[]>(() => (choice.rules ?? []).map((rule, index) => ({ text: "", replacement: "", ...rule, id: String(index + 1) })));
  const kept = keptRules(rules);
  const first = useRef<HTMLInputElement>(null);
  const named = renameDatabase(base, choice.database, as === plain ? undefined : as, true);
  const next = chooseKinds(keepRules(setWhole(named, choice.database, whole, catalogue.get(choice.database)), choice.database, kept ?? choice.rules ?? []), choice.database, kinds);
  const checked = identifierSchema.safeParse(as);
  const meets = [...collisions(next, catalogue)].find(([target, sources]) =>
    sources.some((source) => source === choice.database || (target.startsWith(`${as}.`) && source.startsWith(`${choice.database}.`))),
  );
  const error = !checked.success
    ? checked.error.issues[0]?.message
    : as === bookkeepingDatabase
      ? t("edit.bookkeeping", { name: as })
      : as !== choice.database && systemDatabases.includes(as.toLowerCase())
        ? t("edit.system", { name: as })
        : meets
          ? t("edit.meets", { target: meets[0], sources: meets[1].join(", ") })
          : undefined;
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("edit.database", { name: choice.database })}
      initialFocus={first}
      footer={
        <>
          <Button
            className="mr-auto"
            onClick={() => {
              setAs(plain);
              setRules([]);
              setBase(resetNames(selection, choice.database));
            }}
          >
            {t("edit.reset")}
          </Button>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" type="submit" form="objects-edit-database" disabled={error !== undefined || kinds.dml?.length === 0 || (whole && kept === null)}>
            {t("edit.ok")}
          </Button>
        </>
      }
    >
      <form
        id="objects-edit-database"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (error === undefined && kinds.dml?.length !== 0 && !(whole && kept === null)) onSave(next);
        }}
      >
        <Field label={t("edit.databaseName")} description={t("edit.databaseNameHelp")} error={error}>
          <Input ref={first} value={as} onValueChange={(value) => setAs(value)} spellCheck={false} autoCapitalize="none" autoComplete="off" className="code" />
        </Field>
        <Switch
          label={t("follow.label")}
          description={whole ? t("follow.help") : t("follow.helpOff")}
          checked={whole}
          onCheckedChange={(on) => setWholeTyped(on)}
        />
        {whole && <KeptRules rules={rules} onChange={setRules} />}
        <div className="@container flex flex-col gap-5">
          <ChangeKindsFields of="database" value={kinds} wider={task} onChange={setKinds} />
          {whole && <p className="text-xs text-muted">{t("kinds.later")}</p>}
        </div>
        {whole && triggers > 0 && <Notice tone="warn">{t("caution.triggers", { count: triggers, databases: choice.database })}</Notice>}
      </form>
    </Drawer>
  );
}
