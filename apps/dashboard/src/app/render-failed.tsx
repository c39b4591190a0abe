import { useQueryClient } from "@tanstack/react-query";

import { TroubleSentence } from "../parts/trouble.tsx";

/** Stands where something could not be drawn; tried again, it is read anew too, as what was read may be the cause. */
export function RenderFailed({ onRetry }: { readonly onRetry: () => void }) {
  const queries = useQueryClient();
  const retry = () => {
    queries.removeQueries({ type: "inactive" });
    onRetry();
  };
  return (
    <TroubleSentence onRetry={retry}>
      Something in this page failed, so this cannot be shown. If it fails again, load the page anew.
    </TroubleSentence>
  );
}
