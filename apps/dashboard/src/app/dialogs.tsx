import { modals, ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { useEffect, type ReactNode } from "react";
import { useLocation, useSearch } from "wouter";

const modalProps = {
  closeButtonProps: { "aria-label": "Close" },
  // A dialog's head is no second head of the page.
  attributes: { header: { role: "presentation" } },
};

/** What opens above the page, within the session it belongs to; a dialog goes with the view it is about. */
export function Dialogs({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const search = useSearch();
  useEffect(() => () => modals.closeAll(), [path, search]);
  return (
    <ModalsProvider labels={{ confirm: "Confirm", cancel: "Cancel" }} modalProps={modalProps}>
      <Notifications position="bottom-right" limit={4} />
      {children}
    </ModalsProvider>
  );
}
