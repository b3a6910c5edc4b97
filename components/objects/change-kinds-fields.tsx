"use client";
import { useTranslations } from "use-intl";
import { type ChangeKinds, type DdlKind, ddlKinds, ddlKindText, type DmlKind, dmlKinds, tableDdlKinds } from "@/lib/change-kinds/change-kinds";
import { Checkbox } from "../ui/checkbox";
import { FieldGroup } from "../ui/field";
import { Switch } from "../ui/switch";
import { cn } from "../ui/class-names";

interface BoxesProps<Kind extends string> {
  kinds: readonly Kind[];
  text: (kind: Kind) => string;
  value: readonly Kind[];
  onChange: (value: Kind[]) => void;
  className?: string;
}

function Boxes<Kind extends string>({ kinds, text, value, onChange, className }: BoxesProps<Kind>) {
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      {kinds.map((kind) => (
        <Checkbox key={kind} label={<span className="code">{text(kind)}</span>} checked={value.includes(kind)} onCheckedChange={(on) => onChange(kinds.filter((each) => (each === kind ? on : value.includes(each))))} />
      ))}
    </div>
  );
}

export const DmlBoxes = (props: Pick<BoxesProps<DmlKind>, "value" | "onChange">) => <Boxes kinds={dmlKinds} text={(kind) => kind.toUpperCase()} {...props} />;

export const DdlBoxes = ({ kinds = ddlKinds, ...props }: Pick<BoxesProps<DdlKind>, "value" | "onChange"> & { kinds?: readonly DdlKind[] }) => (
  <Boxes kinds={kinds} text={ddlKindText} className="grid grid-cols-1 gap-x-3 @sm:grid-cols-2" {...props} />
);

interface ChangeKindsFieldsProps {
  /** Whose own choice it is. */
  of: "database" | "table";
  value: ChangeKinds;
  /** What counts without an own choice. */
  wider: Required<ChangeKinds>;
  onChange: (value: ChangeKinds) => void;
}

/** The own choice of a database or a table: as the next wider one says, or a set that replaces it. */
export function ChangeKindsFields({ of, value, wider, onChange }: ChangeKindsFieldsProps) {
  const t = useTranslations("objects.kinds");
  const kinds = of === "table" ? tableDdlKinds : ddlKinds;
  const widerDdl = kinds.filter((kind) => wider.ddl.includes(kind));
  const { dml, ddl } = value;
  return (
    <>
      <FieldGroup label={t("dml")} error={dml?.length === 0 ? t("dmlEmpty") : undefined}>
        <Switch
          label={t(`own.${of}`)}
          description={dml ? t("differs") : t(`inherits.${of}`, { list: wider.dml.map((kind) => kind.toUpperCase()).join(", ") })}
          checked={dml !== undefined}
          onCheckedChange={(own) => onChange({ ...(ddl && { ddl }), ...(own && { dml: wider.dml }) })}
        />
        {dml && <DmlBoxes value={dml} onChange={(next) => onChange({ ...value, dml: next })} />}
        {dml && dml.length > 0 && dml.length < dmlKinds.length && <p className="text-xs text-muted">{t("dmlLeftOut")}</p>}
      </FieldGroup>
      <FieldGroup label={t("ddl")}>
        <Switch
          label={t(`own.${of}`)}
          description={ddl ? t("ddlHelp") : t(`inherits.${of}`, { list: widerDdl.length === kinds.length ? t("all") : widerDdl.length === 0 ? t("none") : widerDdl.map(ddlKindText).join(", ") })}
          checked={ddl !== undefined}
          onCheckedChange={(own) => onChange({ ...(dml && { dml }), ...(own && { ddl: widerDdl }) })}
        />
        {ddl && <DdlBoxes kinds={kinds} value={ddl} onChange={(next) => onChange({ ...value, ddl: next })} />}
      </FieldGroup>
    </>
  );
}
