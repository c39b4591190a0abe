import { AppShell, Burger, Group, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { AccountMenu } from "./account-menu.tsx";
import { BridgeMark } from "./bridge-mark.tsx";
import { EnvironmentBadge } from "./environment-badge.tsx";
import { LiveMark } from "./live-mark.tsx";
import { Navigation } from "./navigation.tsx";
import styles from "./shell.module.css";
import { ThemeSwitch } from "./theme-switch.tsx";
import { usePhoneNavigation } from "./use-phone-navigation.ts";

/** What stands around every view. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { isNarrow, isOpen, toggle, close, burger, places, onKeyDown } = usePhoneNavigation();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 240, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell.Header className={styles["bar"]}>
        <Group h="100%" px="sm" gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap">
            <Burger
              ref={burger}
              onKeyDown={onKeyDown}
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? "Close the navigation" : "Open the navigation"}
              aria-expanded={isOpen}
            />
            <UnstyledButton component={Link} href="/" className={styles["brand"]} aria-label="ticket-bridge, overview">
              <BridgeMark />
              <Text span size="md" fw={650} visibleFrom="xs">
                ticket-bridge
              </Text>
            </UnstyledButton>
            <EnvironmentBadge />
          </Group>
          <Group gap={4} wrap="nowrap">
            <LiveMark />
            <ThemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        ref={places}
        className={styles["bar"]}
        inert={isNarrow && !isOpen}
        p="xs"
        component="div"
        onKeyDown={onKeyDown}
      >
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles["main"]} inert={isNarrow && isOpen}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
