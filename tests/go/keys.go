package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// cosigner verifies cosignature/v1 (c2sp.org/tlog-cosignature), which x/mod does not know: type 0x04 of a verifier key.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return time <= math.MaxInt64 && ed25519.Verify(c.key, []byte(message), signature[8:])
}

// verifier reads a verifier key: those of notes as x/mod does, those of witnesses here.
func verifier(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) == 3 {
		raw, err := base64.StdEncoding.DecodeString(parts[2])
		if err == nil && len(raw) == 1+ed25519.PublicKeySize && raw[0] == 4 {
			sum := sha256.Sum256([]byte(parts[0] + "\n" + string(raw)))
			hash := binary.BigEndian.Uint32(sum[:4])
			if fmt.Sprintf("%08x", hash) != parts[1] {
				return nil, fmt.Errorf("the id of %s is not that of its bytes", parts[0])
			}
			return cosigner{parts[0], hash, raw[1:]}, nil
		}
	}
	return note.NewVerifier(text)
}

// verifiers reads several keys.
func verifiers(texts []string) ([]note.Verifier, error) {
	var found []note.Verifier
	for _, text := range texts {
		one, err := verifier(text)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, nil
}

// signers names the keys whose signatures hold, in the note's order.
func signers(opened *note.Note) []string {
	names := []string{}
	for _, one := range opened.Sigs {
		names = append(names, fmt.Sprintf("%s+%08x", one.Name, one.Hash))
	}
	return names
}
