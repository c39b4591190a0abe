import { NavLink, Stack } from "@mantine/core";
import { Link, useLocation } from "wouter";

import { useMay } from "./session-context.ts";
import { AttentionCount } from "./attention-count.tsx";
import styles from "./shell.module.css";
import { places } from "./places.ts";

/** The way to every view; the one that is open is marked. */
export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  const [location] = useLocation();
  const isAdministrator = useMay("administrator");
  return (
    <Stack gap={2} component="nav" aria-label="Views">
      {places
        .filter(({ needs }) => needs === undefined || isAdministrator)
        .map(({ path, name, icon: Shape }) => (
          <NavLink
            key={path}
            component={Link}
            href={path}
            label={<span className="nowrap">{name}</span>}
            className={styles["place"]}
            active={isWithin(location, path)}
            aria-current={isWithin(location, path) ? "page" : undefined}
            leftSection={<Shape size={18} stroke={1.7} aria-hidden />}
            rightSection={path === "/attention" ? <AttentionCount /> : undefined}
            onClick={onNavigate}
          />
        ))}
    </Stack>
  );
}

function isWithin(location: string, path: string): boolean {
  return path === "/" ? location === "/" : location === path || location.startsWith(`${path}/`);
}
