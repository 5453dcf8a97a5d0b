package header

import (
	"encoding/binary"
	"unicode/utf16"
)

// encodings are the bytes that a program may save a text as.
func encodings(text string) map[string][]byte {
	wide := func(order binary.AppendByteOrder, mark bool) []byte {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xfeff)
		}
		for _, u := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	return map[string][]byte{
		"UTF-8": []byte(text), "UTF-16LE with its mark": wide(binary.LittleEndian, true),
		"UTF-16BE with its mark":  wide(binary.BigEndian, true),
		"UTF-16LE without a mark": wide(binary.LittleEndian, false),
	}
}

// outlooked returns the smallest file in which Outlook could have saved an email with a
// header: a compound file ([MS-CFB]) of one stream, in sectors of 512 bytes.
func outlooked(text string) []byte {
	const sector, free, end, table = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
	var data []byte
	for _, u := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, u)
	}
	size := max(len(data), 4096)
	for len(data) < 4096 || len(data)%sector != 0 {
		data = append(data, 0) // a shorter stream would lie in another place
	}
	n := len(data) / sector
	var head []byte
	head = append(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)
	head = append(head, make([]byte, 16)...)
	for _, v := range []uint16{0x3e, 3, 0xfffe, 9, 6, 0, 0, 0} {
		head = binary.LittleEndian.AppendUint16(head, v)
	}
	for _, v := range []uint32{0, 1, 1, 0, 4096, end, 0, end, 0, 0} {
		head = binary.LittleEndian.AppendUint32(head, v)
	}
	for len(head) < sector {
		head = binary.LittleEndian.AppendUint32(head, free)
	}
	fat := make([]uint32, sector/4)
	for i := range fat {
		fat[i] = free
	}
	fat[0], fat[1] = table, end
	for i := range n {
		fat[2+i] = uint32(3 + i)
	}
	fat[1+n] = end
	var fats []byte
	for _, v := range fat {
		fats = binary.LittleEndian.AppendUint32(fats, v)
	}
	entry := func(name string, kind byte, child, start uint32, size int) []byte {
		e := make([]byte, 128)
		for i, u := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*i:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = kind, 1
		for i, v := range []uint32{free, free, child} {
			binary.LittleEndian.PutUint32(e[68+4*i:], v)
		}
		binary.LittleEndian.PutUint32(e[116:], start)
		binary.LittleEndian.PutUint64(e[120:], uint64(size))
		return e
	}
	dir := append(entry("Root Entry", 5, 1, end, 0), entry("__substg1.0_007D001F", 2, free, 2, size)...)
	dir = append(dir, make([]byte, sector-len(dir))...)
	return append(append(append(head, fats...), dir...), data...)
}
