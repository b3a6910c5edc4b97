"use client";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { mayAdminister, mayOperate, type Role } from "@/lib/auth/roles";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { densityCookie, shortcutsCookie, type Density } from "../i18n/preferences";

interface Person {
  readonly name: string;
  readonly username: string;
  readonly role: Role;
  /** Not a viewer: buttons that change something are there. The server checks again. */
  readonly mayOperate: boolean;
  readonly mayAdminister: boolean;
  readonly density: Density;
  readonly chooseDensity: (density: Density) => void;
  /** Single-key shortcuts are on. */
  readonly shortcuts: boolean;
  readonly chooseShortcuts: (on: boolean) => void;
}

const PersonContext = createContext<Person | null>(null);

/** Who is signed in, what he may do, and what he chose for himself. */
export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (person === null) throw new Error("outside of the console");
  return person;
}

export function PersonProvider({
  name,
  username,
  role,
  density: firstDensity,
  shortcuts: firstShortcuts,
  children,
}: {
  name: string;
  username: string;
  role: Role;
  density: Density;
  shortcuts: boolean;
  children: ReactNode;
}) {
  const [density, setDensity] = useState(firstDensity);
  const [shortcuts, setShortcuts] = useState(firstShortcuts);
  const person = useMemo<Person>(
    () => ({
      name,
      username,
      role,
      mayOperate: mayOperate(role),
      mayAdminister: mayAdminister(role),
      density,
      chooseDensity: (next) => {
        setPreferenceCookie(densityCookie, next);
        setDensity(next);
      },
      shortcuts,
      chooseShortcuts: (on) => {
        setPreferenceCookie(shortcutsCookie, on ? "on" : "off");
        setShortcuts(on);
      },
    }),
    [name, username, role, density, shortcuts],
  );
  return <PersonContext value={person}>{children}</PersonContext>;
}
