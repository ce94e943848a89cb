/** Pictures before they travel: a camera's take seconds to send, and the service keeps 640 points of them. */

/** Bytes that may go as they are. */
const SMALL = 200 * 1024;
const SIDE = 640;
const QUALITY = 80;

/**
 * A smaller copy of a picture; the picture itself where it is small already, or where WeChat makes no copy.
 * @param {string} path
 * @returns {Promise<string>}
 */
function smaller(path) {
  return new Promise((resolve) => {
    const asItIs = () => resolve(path);
    /** @param {{ width: number }} size */
    const compress = ({ width }) =>
      wx.compressImage({
        src: path,
        quality: QUALITY,
        compressedWidth: Math.min(width, SIDE),
        success: ({ tempFilePath }) => resolve(tempFilePath),
        fail: asItIs,
      });
    wx.getFileSystemManager().getFileInfo({
      filePath: path,
      success: ({ size }) =>
        size > SMALL ? wx.getImageInfo({ src: path, success: compress, fail: asItIs }) : asItIs(),
      fail: asItIs,
    });
  });
}

module.exports = { smaller };
