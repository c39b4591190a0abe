import { Center } from "@mantine/core";
import type { ReactNode } from "react";

import { Boundary } from "./boundary.tsx";
import { FocusKeeper } from "./focus-keeper.tsx";
import { LiveUpdates } from "./live-updates.tsx";
import { Providers } from "./providers.tsx";
import { Routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";
import { SignInGate } from "./sign-in-gate.tsx";

export function App() {
  return (
    <Providers>
      <FocusKeeper />
      <Boundary frame={alone}>
        <SignInGate>
          <LiveUpdates>
            <Shell>
              <Routes />
            </Shell>
          </LiveUpdates>
        </SignInGate>
      </Boundary>
    </Providers>
  );
}

/** What failed was no view: nothing of the page is left around it. */
function alone(trouble: ReactNode): ReactNode {
  return (
    <Center component="main" mih="100vh" p="md">
      {trouble}
    </Center>
  );
}
