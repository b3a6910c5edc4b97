"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { signIn } from "@/lib/auth/actions";
import { signInSchema } from "@/lib/auth/schema";
import type { z } from "zod";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input, PasswordInput } from "../ui/input";
import { Notice } from "../ui/notice";

type Values = z.infer<typeof signInSchema>;

/** `next` is a path of this console, checked by the page. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const router = useRouter();
  const form = useForm<Values>({ resolver: zodResolver(signInSchema), defaultValues: { username: "", password: "" } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await signIn(values);
    if (result.ok) {
      router.replace(next);
      router.refresh();
      return;
    }
    form.setError("root", { message: `${result.error.message} ${result.error.remedy}` });
    form.setFocus("password");
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {errors.root?.message && (
        <Notice tone="bad" role="alert">
          {errors.root.message}
        </Notice>
      )}
      <Field label={t("username")} error={errors.username?.message}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus {...form.register("username")} />
      </Field>
      <Field label={t("password")} error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting || (isSubmitSuccessful && !errors.root)} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}
