// Notes opens each note of a file with golang.org/x/mod and tells what came of it.
//
//	notes CASES OUTCOMES
//
// CASES is JSON: the verifier keys, and the notes in base64. OUTCOMES is a list of the same length: the text and the
// keys whose signatures hold, or null for a note that was refused.
package main

import (
	"encoding/json"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
)

type cases struct {
	Keys  []string `json:"keys"`
	Notes [][]byte `json:"notes"`
}

type outcome struct {
	Text []byte   `json:"text"`
	By   []string `json:"by"`
}

func main() {
	log.SetFlags(0)
	if err := judge(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func judge(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var asked cases
	if err := json.Unmarshal(data, &asked); err != nil {
		return err
	}
	known, err := verifiers(asked.Keys)
	if err != nil {
		return err
	}
	outcomes := make([]*outcome, len(asked.Notes))
	for i, one := range asked.Notes {
		if opened, err := note.Open(one, note.VerifierList(known...)); err == nil {
			outcomes[i] = &outcome{[]byte(opened.Text), signers(opened)}
		}
	}
	written, err := json.Marshal(outcomes)
	if err != nil {
		return err
	}
	return os.WriteFile(to, written, 0o644)
}
