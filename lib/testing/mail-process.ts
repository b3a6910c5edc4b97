/** Hands over the mails that the parent asks for, one answer each. A process of its own, because which certificates are trusted is fixed when a process begins (NODE_EXTRA_CA_CERTS). */
import { type MailServer, sendMail } from "../alerts/smtp";

process.on("message", (server: MailServer) => {
  sendMail(server, { from: "tributary@example.com", to: ["ops@example.com", "li@example.com"], subject: "告警：orders", text: "Lag is 46 s.\n." }, 10_000)
    .then(() => process.send?.({ error: null }))
    .catch((error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }));
});
process.send?.("ready");
