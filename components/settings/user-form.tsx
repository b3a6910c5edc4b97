"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { addUser, setUserPassword } from "@/lib/auth/actions";
import type { UserView } from "@/lib/auth/data";
import { roles, type Role } from "@/lib/auth/roles";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, PasswordInput } from "../ui/input";
import { Select } from "../ui/select";
import { useSetting } from "./use-setting";

/** A new user, or a new password for one who is there. */
export function UserForm({ user, onClose }: { user: UserView | null; onClose: () => void }) {
  const t = useTranslations("settings.access");
  const tRoles = useTranslations("shell.roles");
  const tCommon = useTranslations("common");
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const add = useSetting(addUser, { done: t("added", { name: name || username }), onDone: onClose });
  const change = useSetting(setUserPassword, { done: t("passwordSet", { name: user?.name ?? "" }), onDone: onClose });
  const { pending, fields } = user === null ? add : change;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user === null) add.save({ username, name, password, role });
    else change.save({ id: user.id, password });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={user === null ? t("add") : t("passwordTitle", { name: user.name })}
      description={user === null ? t("addLead") : t("passwordLead", { name: user.name })}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" form="user-form" variant="primary" pending={pending}>
            {user === null ? t("add") : t("setPassword")}
          </Button>
        </>
      }
    >
      <form id="user-form" noValidate onSubmit={submit} className="flex flex-col gap-3">
        {user === null && (
          <>
            <Field label={t("columns.name")} error={fields["name"]}>
              <Input value={name} autoComplete="off" onValueChange={(next) => setName(next)} />
            </Field>
            <Field label={t("columns.username")} error={fields["username"]}>
              <Input value={username} autoComplete="off" autoCapitalize="none" spellCheck={false} onValueChange={(next) => setUsername(next)} />
            </Field>
            <Field label={t("columns.role")}>
              <Select value={role} onValueChange={setRole} options={roles.map((value) => ({ value, label: tRoles(value) }))} />
            </Field>
          </>
        )}
        <Field label={t("password")} error={fields["password"]}>
          <PasswordInput value={password} autoComplete="new-password" onValueChange={(next) => setPassword(next)} />
        </Field>
      </form>
    </Dialog>
  );
}
