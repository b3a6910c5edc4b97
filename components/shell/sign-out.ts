import { signOut as endSession } from "@/lib/auth/actions";

/** Ends the session and leaves with a full load, so that nothing of it stays in this tab's caches. */
export async function signOut(): Promise<void> {
  await endSession();
  window.location.assign("/login");
}
