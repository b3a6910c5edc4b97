"use client";
import { usePerson } from "../shell/person";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** A whole number; who may not change it reads it. */
export function NumberSetting({ label, help, value, error, onValueChange }: { label: string; help: string; value: string; error: string | undefined; onValueChange: (value: string) => void }) {
  const { mayAdminister } = usePerson();
  return (
    <Field label={label} description={help} error={error}>
      <Input className="w-32" inputMode="numeric" value={value} readOnly={!mayAdminister} onValueChange={(next) => onValueChange(next)} />
    </Field>
  );
}
