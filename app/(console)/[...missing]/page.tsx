import { notFound } from "next/navigation";

/** An address that leads nowhere keeps the shell. */
export default function MissingPage(): never {
  notFound();
}
