package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func entry(i int64) []byte {
	return []byte(fmt.Sprintf("entry %d\n", i))
}

// stored holds the hashes of a growing tree in the order that tlog gives them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

func grow(entries int64) stored {
	var all stored
	for i := int64(0); i < entries; i++ {
		hashes, err := tlog.StoredHashes(i, entry(i), all)
		must(err)
		all = append(all, hashes...)
	}
	return all
}

func figuresOf(request Request) Answer {
	var answer Answer
	all := grow(request.Entries)
	for _, size := range request.Sizes {
		root, err := tlog.TreeHash(size, all)
		must(err)
		answer.Roots = append(answer.Roots, root[:])
	}
	for _, one := range request.Inclusions {
		proof, err := tlog.ProveRecord(one[0], one[1], all)
		must(err)
		answer.Inclusions = append(answer.Inclusions, toBytes(proof))
	}
	for _, one := range request.Consistencies {
		proof, err := tlog.ProveTree(one[1], one[0], all)
		must(err)
		answer.Consistencies = append(answer.Consistencies, toBytes(proof))
	}
	for _, size := range request.Paths {
		answer.Paths = append(answer.Paths, pathsOf(size))
	}
	for _, path := range request.Tiles {
		tile, err := tlog.ParseTilePath(withHeight(path))
		must(err)
		data, err := tlog.ReadTileData(tile, all)
		must(err)
		digest := sha256.Sum256(data)
		answer.Tiles = append(answer.Tiles, digest[:])
	}
	return answer
}

// pathsOf names the widest tile of each place: what tlog would publish for all sizes up to this one holds them all.
func pathsOf(size int64) []string {
	widest := map[tlog.Tile]int{}
	order := []tlog.Tile{}
	for _, tile := range tlog.NewTiles(height, 0, size) {
		place := tile
		place.W = 0
		if _, known := widest[place]; !known {
			order = append(order, place)
		}
		if tile.W > widest[place] {
			widest[place] = tile.W
		}
	}
	paths := []string{}
	for _, tile := range order {
		tile.W = widest[tile]
		paths = append(paths, withoutHeight(tile))
	}
	return paths
}

// judgeTree reads the tree through its tiles, each checked against the root, and then the proofs.
func judgeTree(tree Tree) error {
	root := toHash(tree.Root)
	reader := tlog.TileHashReader(tlog.Tree{N: tree.Size, Hash: root}, tiles(tree.Tiles))
	for i := int64(0); i < tree.Size; i++ {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		if err != nil {
			return err
		}
		if hashes[0] != tlog.RecordHash(entry(i)) {
			return errors.New("another leaf in the tiles")
		}
	}
	err := tlog.CheckRecord(toHashes(tree.Inclusion), tree.Size, root, tree.Index, tlog.RecordHash(entry(tree.Index)))
	if err != nil {
		return err
	}
	return tlog.CheckTree(toHashes(tree.Consistency), tree.Size, root, tree.Older, toHash(tree.OlderRoot))
}

// tiles gives what was sent as tlog's reader wants it.
type tiles map[string][]byte

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, ok := t[withoutHeight(tile)]
		if !ok {
			return nil, errors.New("no " + withoutHeight(tile))
		}
		found = append(found, data)
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// C2SP's paths are sumdb's without the height, which is always 8.
func withoutHeight(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

func withHeight(path string) string {
	return strings.Replace(path, "tile/", "tile/8/", 1)
}

func toBytes(hashes []tlog.Hash) [][]byte {
	all := [][]byte{}
	for i := range hashes {
		all = append(all, hashes[i][:])
	}
	return all
}

func toHash(bytes []byte) tlog.Hash {
	var hash tlog.Hash
	copy(hash[:], bytes)
	return hash
}

func toHashes(all [][]byte) []tlog.Hash {
	var hashes []tlog.Hash
	for _, one := range all {
		hashes = append(hashes, toHash(one))
	}
	return hashes
}
