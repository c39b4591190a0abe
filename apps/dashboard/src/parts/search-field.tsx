import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

const typingMs = 300;

/** Looks for words once the person pauses in typing. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    // What was searched for from here stands in the field already, with the spaces that a person may type on after.
    if ((value ?? "") !== typed.trim()) setTyped(value ?? "");
  }
  const search = useDebouncedCallback((words: string) => onChange(words.trim()), typingMs);
  const type = (words: string) => {
    setTyped(words);
    search(words);
  };
  return (
    <TextInput
      size="xs"
      flex="1 1 9rem"
      maw={{ sm: "15rem" }}
      label={label}
      placeholder={placeholder}
      value={typed}
      maxLength={200}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed !== "" && <CloseButton size="sm" aria-label={`Clear: ${label}`} onClick={() => type("")} />}
    />
  );
}
