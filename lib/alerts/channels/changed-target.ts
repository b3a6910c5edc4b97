import { AppError } from "../../errors/app-error";
import { InputInvalid } from "../../errors/input-invalid";
import { parse } from "../../http/parse";
import { type ChannelChange, type ChannelTarget, channelTargetSchema } from "../channel";

/**
 * What a channel speaks to after a change: an address or secret that was left empty stays. A mail password stays only with its server and user:
 * nobody who may change a channel may have its password sent to another machine. Throws `input-invalid`.
 */
export function changedTarget(before: ChannelTarget, change: ChannelChange["target"]): ChannelTarget {
  if (before.kind !== change.kind) throw new AppError("input-invalid", { detail: "the kind of a channel stays" });
  if (before.kind !== "email" || change.kind !== "email") {
    if (before.kind === "email" || change.kind === "email") throw new AppError("input-invalid");
    return parse(channelTargetSchema, { kind: change.kind, url: change.url || before.url, secret: change.secret || before.secret }, "target");
  }
  const same = before.host === change.host && before.port === change.port && before.secure === change.secure && before.user === change.user;
  if (!same && change.user !== "" && change.password === "") throw new InputInvalid({ "target.password": "Enter the password again: it is kept only for the same server and user." });
  return parse(channelTargetSchema, { ...change, password: change.user === "" ? "" : change.password || before.password }, "target");
}
