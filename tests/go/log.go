// Log verifies a published log with golang.org/x/mod: nothing here was written by whoever wrote the log.
//
//	log [-witness KEY]… KEY FOLDER [PROOF]…
//
// FOLDER has the layout of c2sp.org/tlog-tiles, PROOF is a file of c2sp.org/tlog-proof. Verified are: the checkpoint;
// the root and every tile, made again from the entries; proofs of inclusion and consistency, made from the tiles; the
// proofs in the files. What was verified is printed as JSON; what does not hold ends it with status 1.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
	many   = 300 // up to so many leaves, each is tried
)

type answer struct {
	Origin      string   `json:"origin"`
	Size        int64    `json:"size"`
	Root        string   `json:"root"`
	Signers     []string `json:"signers"`
	Tiles       int      `json:"tiles"`
	Inclusion   int      `json:"inclusion"`
	Consistency int      `json:"consistency"`
	Proofs      []string `json:"proofs"`
}

func main() {
	log.SetFlags(0)
	var witnesses list
	flag.Var(&witnesses, "witness", "the verifier key of a witness, whose cosignature must be there")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: log [-witness KEY]… KEY FOLDER [PROOF]…")
	}
	found, err := verify(flag.Arg(0), witnesses, folder(flag.Arg(1)), flag.Args()[2:])
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		log.Fatal(err)
	}
}

type list []string

func (l *list) String() string         { return strings.Join(*l, " ") }
func (l *list) Set(value string) error { *l = append(*l, value); return nil }

func verify(key string, witnesses []string, files folder, proofs []string) (*answer, error) {
	known, err := verifiers(append([]string{key}, witnesses...))
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(string(files), "checkpoint"))
	if err != nil {
		return nil, err
	}
	tree, by, err := open(data, known)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	if len(by) != len(known) {
		return nil, fmt.Errorf("checkpoint: only %v signed it", by)
	}
	entries, err := files.entries(tree.N)
	if err != nil {
		return nil, err
	}
	said := &answer{Origin: known[0].Name(), Size: tree.N, Root: tree.Hash.String(), Signers: by, Proofs: []string{}}
	made, err := remake(entries)
	if err != nil {
		return nil, err
	}
	if root, err := tlog.TreeHash(tree.N, made); err != nil || root != tree.Hash {
		return nil, fmt.Errorf("the entries give the root %v and not that of the checkpoint, %v (%v)", root, tree.Hash, err)
	}
	if said.Tiles, err = files.compare(tree.N, made); err != nil {
		return nil, err
	}
	if said.Inclusion, err = files.include(tree, entries); err != nil {
		return nil, err
	}
	if said.Consistency, err = files.continues(tree, made); err != nil {
		return nil, err
	}
	for _, name := range proofs {
		if err := check(name, known[0], entries, made); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		said.Proofs = append(said.Proofs, filepath.Base(name))
	}
	return said, nil
}

// open reads a checkpoint (c2sp.org/tlog-checkpoint) that the first of the known keys must have signed.
func open(data []byte, known []note.Verifier) (tlog.Tree, []string, error) {
	opened, err := note.Open(data, note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, nil, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != known[0].Name() {
		return tlog.Tree{}, nil, fmt.Errorf("not of %s: %q", known[0].Name(), opened.Text)
	}
	isSigned := false
	for _, one := range opened.Sigs {
		isSigned = isSigned || one.Name == known[0].Name() && one.Hash == known[0].KeyHash()
	}
	if !isSigned {
		return tlog.Tree{}, nil, errors.New("the log itself did not sign")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, nil, fmt.Errorf("%q is no size of a log", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, signers(opened), err
}

// remake hashes the entries into a tree of x/mod's own making.
func remake(entries [][]byte) (tlog.HashReader, error) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index < 0 || index >= int64(len(stored)) {
				return nil, errors.New("beyond the tree")
			}
			found[i] = stored[index]
		}
		return found, nil
	})
	for i, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, read)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return read, nil
}

// folder is where a log was published. It gives x/mod its tiles, whose paths there also tell the height.
type folder string

func (f folder) Height() int                     { return height }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, whole, err := f.read(path)
		if err != nil {
			return nil, err
		}
		if wanted := tile.W * tlog.HashSize; len(data) == wanted || whole && len(data) == width*tlog.HashSize {
			found[i] = data[:wanted]
			continue
		}
		return nil, fmt.Errorf("%s has %d bytes", path, len(data))
	}
	return found, nil
}

// read returns a file; the full tile answers for a partial one that it has replaced.
func (f folder) read(path string) (data []byte, whole bool, err error) {
	data, err = os.ReadFile(filepath.Join(string(f), path))
	full, _, isPartial := strings.Cut(path, ".p/")
	if isPartial && errors.Is(err, fs.ErrNotExist) {
		data, err = os.ReadFile(filepath.Join(string(f), full))
		return data, true, err
	}
	return data, !isPartial, err
}

// entries reads the bundles of a tree of a size.
func (f folder) entries(size int64) ([][]byte, error) {
	var found [][]byte
	for n := int64(0); n*width < size; n++ {
		wanted := int(min(width, size-n*width))
		path := tlog.Tile{H: height, L: -1, N: n, W: wanted}.Path()
		path = strings.Replace(path, fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
		data, whole, err := f.read(path)
		if err != nil {
			return nil, err
		}
		all, err := unbundle(data)
		if err != nil || len(all) != wanted && !(whole && len(all) == width) {
			return nil, fmt.Errorf("%s holds %d entries (%v)", path, len(all), err)
		}
		found = append(found, all[:wanted]...)
	}
	return found, nil
}

func unbundle(data []byte) ([][]byte, error) {
	var found [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return found, errors.New("cut within an entry")
		}
		length := int(binary.BigEndian.Uint16(data))
		found = append(found, data[2:2+length])
		data = data[2+length:]
	}
	return found, nil
}

// compare makes every tile from the entries again and counts those that are as published.
func (f folder) compare(size int64, made tlog.HashReader) (int, error) {
	count := 0
	for level := 0; size>>(height*level) > 0; level++ {
		hashes := size >> (height * level)
		for n := int64(0); n*width < hashes; n++ {
			tile := tlog.Tile{H: height, L: level, N: n, W: int(min(width, hashes-n*width))}
			expected, err := tlog.ReadTileData(tile, made)
			if err != nil {
				return count, err
			}
			found, err := f.ReadTiles([]tlog.Tile{tile})
			if err != nil {
				return count, err
			}
			if !bytes.Equal(found[0], expected) {
				return count, fmt.Errorf("%s is not made from the entries", tile.Path())
			}
			count++
		}
	}
	return count, nil
}

// include proves leaves from the tiles alone and checks each proof against its entry.
func (f folder) include(tree tlog.Tree, entries [][]byte) (int, error) {
	tiles := tlog.TileHashReader(tree, f)
	tried := sample(tree.N)
	for _, index := range tried {
		proof, err := tlog.ProveRecord(tree.N, index, tiles)
		if err != nil {
			return 0, fmt.Errorf("no proof of entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entries[index])); err != nil {
			return 0, fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return len(tried), nil
}

// continues proves from the tiles alone that older trees begin this one; their roots come from the entries.
func (f folder) continues(tree tlog.Tree, made tlog.HashReader) (int, error) {
	tiles := tlog.TileHashReader(tree, f)
	tried := sample(tree.N)
	for _, index := range tried {
		old := index + 1
		root, err := tlog.TreeHash(old, made)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(tree.N, old, tiles)
		if err != nil {
			return 0, fmt.Errorf("no proof from size %d: %w", old, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
			return 0, fmt.Errorf("size %d: %w", old, err)
		}
	}
	return len(tried), nil
}

// sample returns every index of a small tree; of a larger one its ends, and others far apart.
func sample(size int64) []int64 {
	var found []int64
	step := size/many + 1
	for index := int64(0); index < size; index += step {
		found = append(found, index)
	}
	if last := size - 1; found[len(found)-1] != last {
		found = append(found, last)
	}
	return found
}

// check verifies the file of a proof: its own checkpoint, and that it belongs to the entry and the log seen here.
func check(name string, key note.Verifier, entries [][]byte, made tlog.HashReader) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, signed, _ := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("not a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || index < 0 || index >= int64(len(entries)) {
		return fmt.Errorf("%q is no index of this log", lines[1])
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, _, err := open(signed, []note.Verifier{key})
	if err != nil {
		return err
	}
	if tree.N <= int64(len(entries)) {
		if root, err := tlog.TreeHash(tree.N, made); err != nil || root != tree.Hash {
			return fmt.Errorf("its checkpoint of size %d is of another history (%v)", tree.N, err)
		}
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entries[index]))
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
