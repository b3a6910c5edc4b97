"use client";
import { useRef, useState } from "react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input, PasswordInput, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { AccountDrawer } from "./account-drawer";
import { type EndpointValues, fieldId } from "./endpoint-values";

type Side = "source" | "destination";

/** Account, password and encryption of one side. */
export function LoginFields({ taskId, side, passwordSaved }: { taskId: string; side: Side; passwordSaved: boolean }) {
  const t = useTranslations("endpoints");
  const { register, control, setError, setFocus, getValues, formState } = useFormContext<EndpointValues>();
  const errors = formState.errors[side];
  const mode = useWatch({ control, name: `${side}.encryption.mode` });
  const [drawerFor, setDrawerFor] = useState<{ account: string; endpoint: unknown } | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const passwordField = `${side}Password` as const;
  return (
    <>
      <div className="min-w-0">
        <Field label={t("account")} description={t(side === "source" ? "sourceAccountHelp" : "destinationAccountHelp")} error={errors?.account?.message}>
          <Input id={fieldId(`${side}.account`)} spellCheck={false} autoCapitalize="none" autoComplete={`section-${side} username`} {...register(`${side}.account`)} />
        </Field>
        <Button
          variant="link"
          size="sm"
          className="mt-0.5 px-0"
          onClick={() => {
            const account = getValues(`${side}.account`).trim();
            if (account === "") {
              setError(`${side}.account`, { message: t("createAccountFirst") });
              setFocus(`${side}.account`);
            } else setDrawerFor({ account, endpoint: getValues(side) });
          }}
        >
          {t("createAccount")}
        </Button>
      </div>
      <Field label={t("password")} description={passwordSaved ? t("passwordSaved") : t("passwordHelp")} error={formState.errors[passwordField]?.message}>
        <PasswordInput id={fieldId(passwordField)} autoComplete={`section-${side} current-password`} placeholder={passwordSaved ? "••••••••" : undefined} {...register(passwordField)} />
      </Field>
      <Controller
        control={control}
        name={`${side}.encryption.mode`}
        render={({ field }) => (
          <Field label={t("encryption")}>
            <Select
              id={fieldId(`${side}.encryption.mode`)}
              triggerRef={field.ref}
              onBlur={field.onBlur}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: "off", label: t("encryptionOff") },
                { value: "required", label: t("encryptionRequired"), detail: t("encryptionRequiredHelp") },
                { value: "verify", label: t("encryptionVerify"), detail: t("encryptionVerifyHelp") },
              ]}
            />
          </Field>
        )}
      />
      {mode === "verify" && (
        <Controller
          control={control}
          name={`${side}.encryption.ca`}
          render={({ field }) => (
            <div className="min-w-0 sm:col-span-2">
              <Field label={t("ca")} description={t("caHelp")} error={errors?.encryption?.ca?.message}>
                <Textarea id={fieldId(`${side}.encryption.ca`)} ref={field.ref} rows={4} spellCheck={false} className="font-mono text-xs" placeholder="-----BEGIN CERTIFICATE-----" value={field.value} onBlur={field.onBlur} onValueChange={(next) => field.onChange(next)} />
              </Field>
              <input
                ref={file}
                type="file"
                tabIndex={-1}
                aria-hidden
                className="hidden"
                accept=".pem,.crt,.cer"
                onChange={async (event) => {
                  const chosen = event.target.files?.[0];
                  if (chosen) field.onChange(await chosen.text());
                  event.target.value = "";
                }}
              />
              <Button size="sm" className="mt-1" onClick={() => file.current?.click()}>
                {t("caFile")}
              </Button>
            </div>
          )}
        />
      )}
      {drawerFor !== null && <AccountDrawer taskId={taskId} side={side} {...drawerFor} onClose={() => setDrawerFor(null)} />}
    </>
  );
}
