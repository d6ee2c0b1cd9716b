package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	typeLog     = 1
	typeWitness = 4
)

// witness signs and verifies cosignatures (tlog-cosignature.md): note's own interfaces, our own message.
type witness struct {
	name string
	key  ed25519.PublicKey
	seed ed25519.PrivateKey
	time uint64
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return keyID(w.name, typeWitness, w.key) }

func (w witness) Sign(text []byte) ([]byte, error) {
	time := make([]byte, 8)
	binary.BigEndian.PutUint64(time, w.time)
	return append(time, ed25519.Sign(w.seed, cosigned(w.time, text))...), nil
}

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	return ed25519.Verify(w.key, cosigned(time, text), signature[8:])
}

func cosigned(time uint64, text []byte) []byte {
	return []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text))
}

func keyID(name string, kind byte, key []byte) uint32 {
	digest := sha256.Sum256(append([]byte(name+"\n"), append([]byte{kind}, key...)...))
	return binary.BigEndian.Uint32(digest[:])
}

func sign(signing Signing) Signed {
	private := ed25519.NewKeyFromSeed(signing.Seed)
	public := private.Public().(ed25519.PublicKey)
	var signer note.Signer = witness{signing.Name, public, private, signing.Time}
	kind := byte(typeWitness)
	if signing.Time == 0 {
		kind = typeLog
		skey := format(signing.Name, kind, public, signing.Seed)
		own, err := note.NewSigner("PRIVATE+KEY+" + skey)
		must(err)
		signer = own
	}
	signed, err := note.Sign(&note.Note{Text: signing.Text}, signer)
	must(err)
	return Signed{Vkey: format(signing.Name, kind, public, public), Note: string(signed)}
}

func format(name string, kind byte, public, material []byte) string {
	encoded := base64.StdEncoding.EncodeToString(append([]byte{kind}, material...))
	return fmt.Sprintf("%s+%08x+%s", name, keyID(name, kind, public), encoded)
}

// verifierOf knows both kinds of keys; note itself knows logs alone.
func verifierOf(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	material, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(material) != 33 || material[0] != typeWitness {
		return note.NewVerifier(vkey)
	}
	w := witness{name: parts[0], key: material[1:]}
	if fmt.Sprintf("%08x", w.KeyHash()) != parts[1] {
		return nil, errors.New("another key id")
	}
	return w, nil
}

func open(text, vkey string) (*note.Note, error) {
	verifier, err := verifierOf(vkey)
	if err != nil {
		return nil, err
	}
	return note.Open([]byte(text), note.VerifierList(verifier))
}

// judgeProof reads a log proof line by line (tlog-proof.md): no extra data, every witness must have cosigned.
func judgeProof(proof Proof) error {
	head, checkpoint, found := strings.Cut(proof.Text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("not a log proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	for _, vkey := range append([]string{proof.Vkey}, proof.Witnesses...) {
		if _, err := open(checkpoint, vkey); err != nil {
			return err
		}
	}
	opened, err := open(checkpoint, proof.Vkey)
	if err != nil {
		return err
	}
	text := strings.Split(opened.Text, "\n")
	if len(text) != 4 || text[0] != strings.SplitN(proof.Vkey, "+", 2)[0] {
		return errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(text[2])
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, size, root, index, tlog.RecordHash(proof.Entry))
}
