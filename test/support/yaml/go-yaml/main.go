// Reads YAML texts, one JSON string a line, and answers each with one line of JSON, until its input ends.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

type answer struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		var text string
		if err := json.Unmarshal([]byte(line), &text); err != nil {
			panic(err)
		}
		value, err := read(text)
		reply := answer{Value: value}
		if err != nil {
			reply = answer{Error: err.Error()}
		}
		if err := output.Encode(reply); err != nil {
			panic(err)
		}
	}
}

// The library panics on a few texts that are not YAML.
func read(text string) (value any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%v", cause)
		}
	}()
	documents := yaml.NewDecoder(strings.NewReader(text))
	var document yaml.Node
	if err := documents.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, err
	}
	var second yaml.Node
	if err := documents.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New("not one document")
	}
	return revive(&document)
}

func revive(node *yaml.Node) (any, error) {
	switch node.Kind {
	case yaml.DocumentNode:
		return revive(node.Content[0])
	case yaml.AliasNode:
		return map[string]any{"!!alias": node.Value}, nil
	case yaml.SequenceNode:
		items := []any{}
		for _, each := range node.Content {
			item, err := revive(each)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return tagged(node, items), nil
	case yaml.MappingNode:
		entries, err := reviveEntries(node)
		if err != nil {
			return nil, err
		}
		return tagged(node, entries), nil
	}
	return reviveScalar(node)
}

func reviveEntries(node *yaml.Node) (map[string]any, error) {
	entries := map[string]any{}
	for at := 0; at < len(node.Content); at += 2 {
		key, err := revive(node.Content[at])
		if err != nil {
			return nil, err
		}
		name, isText := key.(string)
		if !isText {
			name = fmt.Sprintf("!!key %v", key)
		}
		if node.Content[at].ShortTag() == "!!merge" {
			name = "!!key merge"
		}
		if _, exists := entries[name]; exists {
			return nil, fmt.Errorf("line %d: the key %q occurs twice", node.Content[at].Line, name)
		}
		if entries[name], err = revive(node.Content[at+1]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Marks what JSON lacks, so that a comparison shows it.
func reviveScalar(node *yaml.Node) (any, error) {
	if tag := node.ShortTag(); isOwn(tag) {
		return map[string]any{tag: node.Value}, nil
	}
	var value any
	if err := node.Decode(&value); err != nil {
		return nil, err
	}
	switch it := value.(type) {
	case time.Time:
		return map[string]any{"!!timestamp": it.Format(time.RFC3339Nano)}, nil
	case []byte:
		return map[string]any{"!!binary": base64.StdEncoding.EncodeToString(it)}, nil
	case float64:
		if math.IsInf(it, 0) || math.IsNaN(it) {
			return map[string]any{"!!float": fmt.Sprint(it)}, nil
		}
	}
	return value, nil
}

// A tag of CloudFormation is kept: `!Ref Vpc` becomes {"!Ref": "Vpc"}.
func isOwn(tag string) bool {
	return strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!")
}

func tagged(node *yaml.Node, value any) any {
	if isOwn(node.Tag) {
		return map[string]any{node.Tag: value}
	}
	return value
}
