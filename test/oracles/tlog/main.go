// A second opinion on the log's formats: golang.org/x/mod/sumdb/{note,tlog} for trees, tiles, proofs and signed notes,
// and by hand, over Go's own Ed25519, what that package does not know: cosignatures and log proofs.
// Reads one request as JSON from standard input, answers with one JSON on standard output.
//
//	cd test/oracles/tlog && GO111MODULE=off GOPATH=/usr/share/gocode go run .
//
// GOPATH as Debian's packages golang-go and golang-golang-x-mod-dev have it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// Request asks for figures, and for a judgement of what another implementation made.
type Request struct {
	// Entries is how many there are; entry i is "entry i\n".
	Entries       int64
	Sizes         []int64
	Inclusions    [][2]int64 // size, index
	Consistencies [][2]int64 // older, newer
	Paths         []int64    // sizes
	Tiles         []string   // path without height
	Notes         []Signing
	Judge         Judge
}

// Signing is what to sign, by whom. Time 0 asks for a log's signature, any other for a cosignature.
type Signing struct {
	Name string
	Seed []byte
	Text string
	Time uint64
}

// Judge is what another implementation made.
type Judge struct {
	Trees  []Tree
	Notes  []Signed
	Proofs []Proof
}

// Tree is a head, its tiles by path without height, and proofs.
type Tree struct {
	Size, Index, Older int64
	Root, OlderRoot    []byte
	Inclusion          [][]byte
	Consistency        [][]byte
	Tiles              map[string][]byte
}

// Signed is a note and the key whose signature it is to carry.
type Signed struct {
	Vkey string `json:"vkey"`
	Note string `json:"note"`
}

// Proof is the text of a log proof of an entry, the log's key and its witnesses'.
type Proof struct {
	Text, Vkey string
	Entry      []byte
	Witnesses  []string
}

// Answer has one item for each that was asked; a verdict is empty when all is good, else what is wrong.
type Answer struct {
	Roots         [][]byte   `json:"roots"`
	Inclusions    [][][]byte `json:"inclusions"`
	Consistencies [][][]byte `json:"consistencies"`
	Paths         [][]string `json:"paths"` // of every hash tile of a tree
	Tiles         [][]byte   `json:"tiles"` // SHA-256 of each
	Notes         []Signed   `json:"notes"`
	Verdicts      []string   `json:"verdicts"`
}

func main() {
	var request Request
	must(json.NewDecoder(os.Stdin).Decode(&request))
	answer := figuresOf(request)
	for _, signing := range request.Notes {
		answer.Notes = append(answer.Notes, sign(signing))
	}
	for _, tree := range request.Judge.Trees {
		answer.Verdicts = append(answer.Verdicts, verdict(judgeTree(tree)))
	}
	for _, signed := range request.Judge.Notes {
		_, err := open(signed.Note, signed.Vkey)
		answer.Verdicts = append(answer.Verdicts, verdict(err))
	}
	for _, proof := range request.Judge.Proofs {
		answer.Verdicts = append(answer.Verdicts, verdict(judgeProof(proof)))
	}
	must(json.NewEncoder(os.Stdout).Encode(answer))
}

func verdict(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
