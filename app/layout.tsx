import type { Metadata, Viewport } from "next";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { requestSettings } from "@/components/i18n/request";
import "./globals.css";
import { Providers } from "./providers";

export const metadata: Metadata = { title: { default: "Tributary", template: "%s · Tributary" }, robots: { index: false, follow: false } };
export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0f141b" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, messages, phrases, preferences } = await requestSettings();
  return (
    <html lang={locale} data-theme={preferences.theme} suppressHydrationWarning>
      <body>
        <NuqsAdapter>
          <Providers locale={locale} messages={messages} phrases={phrases} timeZoneChoice={preferences.timeZoneChoice} timeZone={preferences.timeZone} renderedAtMs={Date.now()}>
            {children}
          </Providers>
        </NuqsAdapter>
      </body>
    </html>
  );
}
