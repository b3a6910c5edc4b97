"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { setUpAdministrator } from "@/lib/auth/actions";
import { setUpSchema } from "@/lib/auth/schema";
import type { z } from "zod";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input, PasswordInput } from "../ui/input";
import { Notice } from "../ui/notice";

type Values = z.infer<typeof setUpSchema>;

/** First run: the administrator's account. */
export function SetUpForm() {
  const t = useTranslations("auth.setUp");
  const router = useRouter();
  const form = useForm<Values>({ resolver: zodResolver(setUpSchema), defaultValues: { username: "", name: "", password: "" } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await setUpAdministrator(values);
    if (result.ok) {
      router.replace("/overview");
      router.refresh();
      return;
    }
    for (const [field, message] of Object.entries(result.error.fields ?? {})) form.setError(field as keyof Values, { message });
    form.setError("root", { message: `${result.error.message} ${result.error.remedy}` });
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {errors.root?.message && (
        <Notice tone="bad" role="alert">
          {errors.root.message}
        </Notice>
      )}
      <Field label={t("username")} description={t("usernameHelp")} error={errors.username?.message}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus {...form.register("username")} />
      </Field>
      <Field label={t("name")} description={t("nameHelp")} error={errors.name?.message}>
        <Input autoComplete="name" {...form.register("name")} />
      </Field>
      <Field label={t("password")} description={t("passwordHelp")} error={errors.password?.message}>
        <PasswordInput autoComplete="new-password" {...form.register("password")} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting || (isSubmitSuccessful && !errors.root)} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}
