import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/auth/auth-frame";
import { SignInForm } from "@/components/auth/sign-in-form";
import { serverTranslator } from "@/components/i18n/request";
import { getSessionUser, isFirstRun } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("auth");
  return { title: t("signIn.title") };
}

/** Only a path of this console: never an address elsewhere, whatever the link says. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/overview";
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next } = await searchParams;
  if (await isFirstRun()) redirect("/setup");
  if (await getSessionUser()) redirect(ownPath(next));
  const [t, shell] = await Promise.all([serverTranslator("auth"), serverTranslator("shell")]);
  return (
    <AuthFrame product={shell("product")} title={t("signIn.title")} lead={t("signIn.lead")}>
      <SignInForm next={ownPath(next)} />
    </AuthFrame>
  );
}
