import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/auth/auth-frame";
import { SetUpForm } from "@/components/auth/set-up-form";
import { serverTranslator } from "@/components/i18n/request";
import { isFirstRun } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("auth");
  return { title: t("setUp.title") };
}

export default async function SetUpPage() {
  if (!(await isFirstRun())) redirect("/login");
  const [t, shell] = await Promise.all([serverTranslator("auth"), serverTranslator("shell")]);
  return (
    <AuthFrame product={shell("product")} title={t("setUp.title")} lead={t("setUp.lead")}>
      <SetUpForm />
    </AuthFrame>
  );
}
