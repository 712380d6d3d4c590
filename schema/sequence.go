package schema

import "strings"

// A Sequence are the options of what counts a column up, or of a sequence by itself, as SQL writes them (PostgreSQL); an empty one is as the server makes it.
type Sequence struct {
	Type                              string // empty: the column's own
	Start, Increment, Min, Max, Cache string
	Cycle                             string // "CYCLE"; in an edit also "NO"
}

var sequenceWords = [...]string{"AS ", "START WITH ", "INCREMENT BY ", "MINVALUE ", "MAXVALUE ", "CACHE ", ""}

func (q *Sequence) fields() [7]*string {
	return [...]*string{&q.Type, &q.Start, &q.Increment, &q.Min, &q.Max, &q.Cache, &q.Cycle}
}

// String writes the options that are not as by default, in SQL's words, divided by commas; empty: all are.
func (q Sequence) String() string {
	var said []string
	for i, f := range q.fields() {
		switch {
		case *f == "NO" && i == len(sequenceWords)-1:
			said = append(said, "NO CYCLE")
		case *f != "":
			said = append(said, sequenceWords[i]+*f)
		}
	}
	return strings.Join(said, ", ")
}

// SequenceEdit begins a [Column.Sequence] in a change that sets only the options that it names: SET INCREMENT BY 5. An option that goes back to the default has
// the value NO.
const SequenceEdit = "+ "

// With returns the options with those that an edit names.
func (q Sequence) With(edit Sequence) Sequence {
	for i, f := range edit.fields() {
		switch *f {
		case "":
		case "NO":
			*q.fields()[i] = ""
		default:
			*q.fields()[i] = *f
		}
	}
	return q
}

// Except returns an edit that sets those options to what they are here, and those that the others lack to what is usual.
func (q Sequence) Except(left Sequence) Sequence {
	for i, f := range q.fields() {
		if *f != "" && *left.fields()[i] == "" {
			*f = "NO"
		}
	}
	return q
}

// Less returns the options without those that are as usual.
func (q Sequence) Less(usual Sequence) Sequence {
	for i, f := range q.fields() {
		if *f == *usual.fields()[i] {
			*f = ""
		}
	}
	return q
}

// ParseSequence reads what [Sequence.String] wrote.
func ParseSequence(text string) Sequence {
	var q Sequence
	for said := range strings.SplitSeq(text, ", ") {
		for i, f := range q.fields() {
			if value, ok := strings.CutPrefix(said, sequenceWords[i]); ok && sequenceWords[i] != "" {
				*f = value
			}
		}
		switch said {
		case "CYCLE":
			q.Cycle = "CYCLE"
		case "NO CYCLE":
			q.Cycle = "NO"
		}
	}
	return q
}
