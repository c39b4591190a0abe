import { Alert } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { alertColours } from "./alert-colours.ts";

interface NoticeProps {
  readonly tone: "wait" | "bad";
  readonly icon: Icon;
  readonly title?: string;
  readonly children: ReactNode;
}

/** Something that a person should know before the rest of the view. */
export function Notice({ tone, icon: Shape, title, children }: NoticeProps) {
  return (
    <Alert styles={alertColours(tone)} icon={<Shape aria-hidden />} title={title} role="note">
      {children}
    </Alert>
  );
}
