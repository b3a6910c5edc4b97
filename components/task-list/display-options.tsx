"use client";
import { Rows3 } from "lucide-react";
import { useTranslations } from "use-intl";
import { densities } from "../i18n/preferences";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { FieldGroup } from "../ui/field";
import { Popover } from "../ui/popover";
import { ToggleGroup } from "../ui/toggle-group";
import { choosableColumns, type ChoosableColumn } from "./hidden-columns";

/** Height of rows and choice of columns: for oneself, in this browser. */
export function DisplayOptions({ hidden, onHiddenChange }: { hidden: readonly ChoosableColumn[]; onHiddenChange: (hidden: ChoosableColumn[]) => void }) {
  const t = useTranslations();
  const { density, chooseDensity } = usePerson();
  return (
    <Popover
      align="end"
      className="w-72"
      trigger={
        <Button variant="ghost" size="sm" icon={<Rows3 aria-hidden />}>
          {t("list.display.button")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <p className="mb-1 text-sm font-medium">{t("list.display.density")}</p>
          <ToggleGroup
            label={t("list.display.density")}
            value={density}
            onValueChange={chooseDensity}
            options={densities.map((value) => ({ value, label: t(`list.display.${value}`) }))}
          />
        </div>
        <FieldGroup label={t("list.display.columns")} description={t("list.display.narrow")}>
          <div className="flex flex-col gap-1.5">
            {choosableColumns.map((column) => (
              <Checkbox
                key={column}
                className="text-sm"
                label={t(`tasks.columns.${column}`)}
                checked={!hidden.includes(column)}
                onCheckedChange={(on) => onHiddenChange(on ? hidden.filter((other) => other !== column) : [...hidden, column])}
              />
            ))}
          </div>
        </FieldGroup>
      </div>
    </Popover>
  );
}
