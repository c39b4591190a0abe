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
      <SignInGate>
        <LiveUpdates>
          <Shell>
            <Routes />
          </Shell>
        </LiveUpdates>
      </SignInGate>
    </Providers>
  );
}
