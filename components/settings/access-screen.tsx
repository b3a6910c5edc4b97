"use client";
import { KeyRound, MoreHorizontal, Plus, UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { changeUser } from "@/lib/auth/actions";
import type { UserView } from "@/lib/auth/data";
import { roles } from "@/lib/auth/roles";
import { Time } from "../formatting/time";
import { usePerson } from "../shell/person";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { Select } from "../ui/select";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { UserForm } from "./user-form";
import { useSetting } from "./use-setting";

/** Who may sign in, and as what. */
export function AccessScreen({ initial }: { initial: UserView[] }) {
  const t = useTranslations("settings.access");
  const [form, setForm] = useState<"add" | UserView | null>(null);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-2xl text-sm text-muted">{t("lead")}</p>
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setForm("add")}>
          {t("add")}
        </Button>
      </div>
      <Table label={t("columns.username")}>
        <TableHead>
          <TableRow>
            <Th>{t("columns.name")}</Th>
            <Th>{t("columns.username")}</Th>
            <Th>{t("columns.role")}</Th>
            <Th>{t("columns.state")}</Th>
            <Th>{t("columns.signedIn")}</Th>
            <Th className="text-right">{t("columns.actions")}</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {initial.map((user) => (
            <UserRow key={user.id} user={user} onPassword={() => setForm(user)} />
          ))}
        </tbody>
      </Table>
      {form !== null && <UserForm user={form === "add" ? null : form} onClose={() => setForm(null)} />}
    </>
  );
}

function UserRow({ user, onPassword }: { user: UserView; onPassword: () => void }) {
  const t = useTranslations("settings.access");
  const tRoles = useTranslations("shell.roles");
  const person = usePerson();
  const { save, pending } = useSetting(changeUser, { done: t("changed", { name: user.name }) });
  const self = user.username === person.username;
  const disabled = user.disabledAtMs !== null;
  return (
    <TableRow>
      <Td className="font-medium whitespace-nowrap">
        {user.name}
        {self && <span className="font-normal text-muted"> · {t("you")}</span>}
      </Td>
      <Td className="code">{user.username}</Td>
      <Td>
        <Select
          className="w-40"
          label={t("roleOf", { name: user.name })}
          value={user.role}
          disabled={pending || self}
          options={roles.map((value) => ({ value, label: tRoles(value) }))}
          onValueChange={(role) => save({ id: user.id, role, disabled })}
        />
      </Td>
      <Td>
        <Badge tone={disabled ? "idle" : "ok"}>{disabled ? t("disabled") : t("active")}</Badge>
      </Td>
      <Td className="text-muted">{user.signedInAtMs === null ? t("never") : <Time ms={user.signedInAtMs} form="relative" />}</Td>
      <Td className="text-right">
        {!self && (
          <Menu trigger={<Button variant="ghost" size="icon-sm" aria-label={t("actionsFor", { name: user.name })} icon={<MoreHorizontal aria-hidden />} />}>
            <MenuItem icon={<KeyRound />} onClick={onPassword}>
              {t("setPassword")}
            </MenuItem>
            {disabled ? (
              <MenuItem icon={<UserCheck />} onClick={() => save({ id: user.id, role: user.role, disabled: false })}>
                {t("enable")}
              </MenuItem>
            ) : (
              <MenuItem icon={<UserX />} danger detail={t("disableDetail")} onClick={() => save({ id: user.id, role: user.role, disabled: true })}>
                {t("disable")}
              </MenuItem>
            )}
          </Menu>
        )}
      </Td>
    </TableRow>
  );
}
